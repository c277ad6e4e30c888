"""What an import has to say of a file as a whole, by code."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# Why a file is not read, and what to do about it.
REFUSALS = {
    "empty": _lt("The file is empty: there is no row in it."),
    "no_file": _lt("Choose the file with your list first."),
    "too_big": _lt(
        "The file is larger than %(limit)s MB. Keep only the sheet with the list, or "
        "split the list in two: in Excel, right-click the tabs of the other sheets, "
        "choose Delete, then File > Save As."
    ),
    "too_many_rows": _lt(
        "The list has more than %(limit)s rows. Split it in two and import one after "
        "the other."
    ),
    "too_many_columns": _lt(
        "Line %(line)s has more than %(limit)s columns. Delete the columns that do not "
        "belong to the list."
    ),
    "too_many_cells": _lt(
        "The list has more than %(limit)s cells (rows times columns). Delete the "
        "columns that do not belong to the list, or split it in two and import one "
        "after the other."
    ),
    "cell_too_long": _lt(
        "A cell in line %(line)s holds more than %(limit)s characters. No certificate "
        "has room for that: shorten it."
    ),
    "too_much_text": _lt(
        "There is far more text in the file than in any list of holders. Keep only "
        "the columns you need."
    ),
    "password": _lt(
        "The file is protected by a password. In Excel, open it, choose File > Info > "
        "Protect Workbook > Encrypt with Password, delete the password, and save. In "
        "LibreOffice, open it, choose File > Save As, and clear the box Save with "
        "password. Then choose the file again."
    ),
    "unreadable": _lt(
        "The file is damaged, or it is not a spreadsheet. Open it in Excel and choose "
        "File > Save As > Excel Workbook (.xlsx), or in LibreOffice File > Save As > "
        "Excel 2007-365 (.xlsx), and choose that file. If neither program opens it, "
        "ask for the list again."
    ),
    "too_slow": _lt(
        "The file takes too long to read: it holds far more than a list. In Excel, "
        "select the list, copy it, choose File > New > Blank workbook, paste it, and "
        "choose File > Save As > Excel Workbook (.xlsx). Then choose that file."
    ),
    "too_much_memory": _lt(
        "The file needs too much memory: it holds far more than a list. In Excel, "
        "select the list, copy it, choose File > New > Blank workbook, paste it, and "
        "choose File > Save As > Excel Workbook (.xlsx). Then choose that file."
    ),
    "bomb": _lt(
        "Unpacked, the file is larger than %(limit)s MB: it holds far more than a "
        "list. In Excel, select the list, copy it, choose File > New > Blank workbook, "
        "paste it, and choose File > Save As > Excel Workbook (.xlsx). Then choose "
        "that file."
    ),
    "entities": _lt(
        "The file contains definitions that no spreadsheet program writes, so it is "
        "not opened. Open it in Excel and choose File > Save As > Excel Workbook "
        "(.xlsx), or in LibreOffice File > Save As > Excel 2007-365 (.xlsx), and "
        "choose that file."
    ),
    "no_such_sheet": _lt('The file has no sheet named "%(sheet)s".'),
    "wrong_pdf": _lt(
        "This is a PDF. Ask for the list as a spreadsheet (Excel or CSV): names and "
        "addresses cannot be read from a PDF with certainty."
    ),
    "wrong_picture": _lt("This is a picture. Choose a spreadsheet (Excel or CSV)."),
    "wrong_archive": _lt(
        "This is a compressed folder. Unpack it (in Windows: right-click it and "
        "choose Extract All), and choose the spreadsheet inside."
    ),
    "wrong_document": _lt(
        "This is a document, not a spreadsheet. In Word, select its table, copy it, "
        "paste it into a new workbook in Excel, and choose File > Save As > Excel "
        "Workbook (.xlsx). Then choose that file."
    ),
    "wrong_program": _lt("This is a program. Choose a spreadsheet (Excel or CSV)."),
    "wrong_numbers": _lt(
        "This is a workbook of Apple Numbers. Open it in Numbers, choose File > Export "
        "To > Excel, and choose that file."
    ),
    "wrong_xml": _lt(
        "This is a workbook in the XML format of 2003. Open it in Excel and choose "
        "File > Save As > Excel Workbook (.xlsx), or in LibreOffice File > Save As > "
        "Excel 2007-365 (.xlsx), and choose that file."
    ),
    "wrong_dif": _lt(
        "This is a file in the Data Interchange Format (DIF). Open it in Excel or "
        "LibreOffice Calc, choose File > Save As and the type Excel Workbook (.xlsx), "
        "and choose that file."
    ),
    "wrong_sylk": _lt(
        "This is a file in the SYLK format (.slk). Open it in Excel or LibreOffice "
        "Calc, choose File > Save As and the type Excel Workbook (.xlsx), and choose "
        "that file."
    ),
    "wrong_cards": _lt(
        "These are address cards (vCard). Export the contacts as CSV instead: in "
        "Google Contacts with Export > Google CSV, in Outlook with File > Open & "
        "Export > Import/Export > Export to a file."
    ),
    "wrong_web_archive": _lt(
        "This is a web page in a single file (.mht). Open it in Excel, choose File > "
        "Save As and the type Excel Workbook (.xlsx), and choose that file."
    ),
    "wrong_web_page": _lt(
        "This is a web page without a table. Where it shows a list, select the list in "
        "the browser, copy it, paste it into a new workbook in Excel, and choose "
        "File > Save As > Excel Workbook (.xlsx). Then choose that file."
    ),
    "wrong_data": _lt(
        "This is data for programs (XML or JSON). Open it in Excel with Data > Get "
        "Data > From File, choose File > Save As and the type Excel Workbook (.xlsx), "
        "and choose that file."
    ),
    "wrong_database": _lt(
        "This is a database (Access, SQLite or dBASE). Open it in its program, export "
        "the table with the list as an Excel workbook (.xlsx), and choose that file."
    ),
    "wrong_unknown": _lt("This is not a spreadsheet. Choose an Excel or CSV file."),
}

# What the reader has to say about a file that it did read.
FILE_NOTES = {
    "encoding": _lt(
        "The text is in the encoding %(encoding)s. If letters with accents look "
        "wrong, save the list as an Excel workbook (.xlsx) and choose that file."
    ),
    "encoding_mixed": _lt(
        "The text is in UTF-8, except for some lines that another program wrote: "
        "%(lines)s. Check their letters with accents."
    ),
    "blank_rows": _lt("Blank rows skipped: %(count)s."),
    "hidden_columns": _lt("Hidden columns are read as well: %(columns)s."),
    "hidden_texts": _lt(
        "Text that is not shown in the workbook and is left out: %(count)s."
    ),
    "quotes_open": _lt(
        "Lines with a quotation mark that is never closed: %(lines)s. Each line is "
        "read as a separate row."
    ),
    "formulas": _lt(
        "Cells with a formula but without its result: %(count)s. Open and save the "
        "file in your spreadsheet program to have them calculated."
    ),
    "looks_unseen": _lt(
        "Only the values of this workbook could be read, not its formatting: rows and "
        "columns that are hidden, text that is struck through, errors (such cells "
        "come as empty), and how numbers are shown. Compare the preview with the "
        "file. To have all of it read, open the file in Excel, choose File > Save As "
        "> Excel Workbook (.xlsx), and choose that file."
    ),
    "macros": _lt("The file contains macros. They are never run."),
    "above_header": _lt("Above the header: %(text)s"),
    "header_struck": _lt(
        "Struck through in the header: %(names)s. Choose below where these columns go."
    ),
    "above_rows": _lt("Rows above the header, not imported: %(count)s."),
    "header_unknown": _lt(
        "No header in the file is one we know, so line %(line)s is taken for the "
        "header. If it is already a holder, type 0 as the header's line."
    ),
    "no_header": _lt(
        "No line of the file says what its columns are. Choose below where each goes."
    ),
    "two_lists": _lt(
        "Two lists are side by side. The one in columns %(taken)s is imported; the "
        "one in columns %(others)s is not (rows: %(count)s). Put it below the first "
        "one, or import it from a separate sheet."
    ),
    "no_rows": _lt("There is no row below the header."),
    "hidden_sheets": _lt(
        "Hidden sheets, not read: %(names)s. In brackets, how many rows they have."
    ),
    "other_sheets": _lt(
        "Other sheets, not read: %(names)s. In parentheses, how many rows they have."
    ),
    "other_lists": _lt(
        'Only the sheet "%(sheet)s" is imported, and others look like lists as well: '
        "%(names)s. In parentheses, how many rows they have. Choose another sheet "
        "above, or import the file once more for each."
    ),
    "hidden_rows": _lt("Rows hidden in the file (by a filter, perhaps): %(count)s."),
    "struck_rows": _lt("Rows struck through: %(count)s."),
}
