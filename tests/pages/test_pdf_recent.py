"""What was stamped a moment ago is not stamped again, and is never something else."""

import threading

from coi_pdf import writer


class Head:
    def __init__(self, digest):
        self.digest = digest


ONE, TWO = Head(b"one"), Head(b"two")


def stamped(size, name="x"):
    return writer.Stamped(b"r" * size, name, b"start", 1, [(0, b"c")])


def test_it_is_given_back_once():
    recent, file = writer.Recent(), stamped(10)
    recent.keep(ONE, "stamp", file)
    assert recent.take(ONE, "stamp") is file
    assert recent.take(ONE, "stamp") is None


def test_another_head_or_stamp_is_another_file():
    recent = writer.Recent()
    recent.keep(ONE, "stamp", stamped(10))
    assert recent.take(TWO, "stamp") is None
    assert recent.take(ONE, "stamp ") is None


def test_the_oldest_make_room():
    recent = writer.Recent(limit=10 * (2 * 1000 + 3))
    for number in range(25):
        recent.keep(ONE, f"{number:03}", stamped(1000))
    there = [n for n in range(25) if recent.take(ONE, f"{n:03}")]
    assert there == list(range(15, 25))
    assert recent._size == 0


def test_what_is_larger_than_all_room_is_not_kept():
    recent = writer.Recent(limit=100)
    recent.keep(ONE, "stamp", stamped(1000))
    assert recent.take(ONE, "stamp") is None
    assert recent._size == 0


def test_the_same_again_counts_once():
    recent = writer.Recent()
    for _turn in range(3):
        recent.keep(ONE, "stamp", stamped(10))
    recent.take(ONE, "stamp")
    assert recent._size == 0


def test_many_threads_lose_no_room():
    recent = writer.Recent(limit=50_000)

    def work(name):
        for number in range(500):
            recent.keep(ONE, f"{name}{number}", stamped(100))
            recent.take(ONE, f"{name}{number // 2}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 <= recent._size <= 50_000
    for name in "abcd":
        for number in range(500):
            recent.take(ONE, f"{name}{number}")
    assert recent._size == 0
