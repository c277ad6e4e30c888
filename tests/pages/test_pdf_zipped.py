"""Many files in one archive: the bytes zipfile would write, whatever they share."""

import io
import subprocess
import zipfile
import zlib
from datetime import date

import drawing
import pytest
from coi_pdf import typeset, writer

START = bytes(range(256)) * 300
FILES = [
    ("COI-000001 Adams.pdf", START, b"first"),
    ("Łódź, 東京/COI-000002 O'Neil.pdf", START, b""),
    ("empty.txt", b"", b""),
    ("large.bin", b"", b"x" * 3_000_000),
    ("index.csv", b"", b"File,Number\r\n"),
]


def zipped(files):
    file = io.BytesIO()
    archive = writer.Zipped(file)
    for name, start, rest in files:
        archive.add(name, rest, start, zlib.crc32(start))
    archive.close()
    return file.getvalue()


def zipped_by_the_library(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, start, rest in files:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), start + rest)
    return file.getvalue()


@pytest.mark.parametrize(
    ("day", "borne"),
    [
        (date(2026, 11, 25), (2026, 11, 25, 0, 0, 0)),
        (date(1955, 5, 5), (1980, 1, 1, 0, 0, 0)),
        (date(2199, 12, 31), (2107, 12, 31, 0, 0, 0)),
    ],
)
def test_a_file_bears_its_date_as_far_as_the_format_knows_it(day, borne):
    file = io.BytesIO()
    archive = writer.Zipped(file)
    archive.add("a.pdf", b"rest", day=day)
    archive.close()
    with zipfile.ZipFile(file) as read:
        assert read.getinfo("a.pdf").date_time == borne
        assert read.testzip() is None


@pytest.mark.parametrize("count", range(len(FILES) + 1))
def test_the_bytes_are_those_of_the_library(count):
    assert zipped(FILES[:count]) == zipped_by_the_library(FILES[:count])


def test_more_files_than_the_old_format_can_count():
    files = [(f"{number}.txt", b"ab", b"%d" % number) for number in range(70_000)]
    data = zipped(files)
    assert data == zipped_by_the_library(files)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == 70_000
        assert archive.read("69999.txt") == b"ab69999"


def test_other_programs_find_every_file_whole(tmp_path):
    path = tmp_path / "all.zip"
    path.write_bytes(zipped(FILES))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    done = subprocess.run(["python3", "-m", "zipfile", "-t", path], capture_output=True)
    assert b"Done testing" in done.stdout


def test_a_wrong_checksum_is_noticed_when_read():
    file = io.BytesIO()
    archive = writer.Zipped(file)
    archive.add("a.pdf", b"rest", START, zlib.crc32(START) ^ 1)
    archive.close()
    with zipfile.ZipFile(file) as read, pytest.raises(zipfile.BadZipFile):
        read.read("a.pdf")


def test_a_stamped_file_goes_in_by_its_parts(head):
    pages = typeset.compose(head, drawing.VALUES, drawing.LABELS)
    parts = writer.stamp_parts(head, pages, title="one")
    assert parts.data == writer.stamp(head, pages, title="one")
    assert parts.start_crc == zlib.crc32(parts.start)
    file = io.BytesIO()
    archive = writer.Zipped(file)
    archive.add("one.pdf", parts.rest, parts.start, parts.start_crc)
    archive.close()
    with zipfile.ZipFile(file) as read:
        assert read.read("one.pdf") == parts.data


def test_contents_made_before_give_the_same_combined_file(head):
    pages = typeset.compose(head, drawing.VALUES, drawing.LABELS)
    contents = writer.stamp_parts(head, pages).contents
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        merged = writer.Merged(file, title="t", author="a", language="en-US")
        if file is files[0]:
            merged.add(head, pages, "one")
        else:
            merged.add_contents(head, contents, "one")
        merged.close()
    assert files[0].getvalue() == files[1].getvalue()


@pytest.mark.parametrize("size", [50, 1000, 100_000, 10_000_000])
def test_a_folded_archive_is_read_as_it_is_and_kept_small(size):
    folded = writer.Folded()
    archive = writer.Zipped(folded)
    for name, start, rest in FILES:
        archive.add(name, rest, start, zlib.crc32(start))
    archive.close()
    parts = list(folded.read_parts(size))
    whole = zipped_by_the_library(FILES)
    assert b"".join(parts) == whole
    assert folded.size == len(whole)
    assert max(map(len, parts)) < size + len(START) + size
    folded.close()


def test_what_a_folded_file_repeats_takes_no_room():
    folded = writer.Folded()
    for number in range(1000):
        folded.write(b"%d" % number)
        folded.repeat(START)
    stored = folded._file.seek(0, io.SEEK_END)
    assert folded.size == stored + 1000 * len(START)
    assert stored < 5000
    folded.close()


def test_a_folded_file_is_written_in_order():
    folded = writer.Folded()
    folded.write(b"abc")
    assert folded.seek(folded.tell()) == 3
    with pytest.raises(OSError):
        folded.seek(0)
    folded.close()
