from odoo import api, models
from odoo.tools.misc import format_date
from odoo.tools.translate import LazyTranslate

from . import policy_words

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
        "LibreOffice, open it, choose File > Save As, and clear the tick at Save with "
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
        "This is a PDF. Ask for the list as a spreadsheet (Excel or CSV): from a PDF "
        "names and addresses cannot be told apart with certainty."
    ),
    "wrong_picture": _lt("This is a picture. Choose a spreadsheet (Excel or CSV)."),
    "wrong_archive": _lt(
        "This is a packed folder. Unpack it (in Windows: right-click it and choose "
        "Extract All), and choose the spreadsheet inside."
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
        "The text is in the encoding %(encoding)s. Should letters with accents look "
        "wrong, save the list as an Excel workbook (.xlsx) and choose that file."
    ),
    "encoding_mixed": _lt(
        "The text is in UTF-8, but for some lines that another program wrote: "
        "%(lines)s. Check their letters with accents."
    ),
    "blank_rows": _lt("Blank rows passed over: %(count)s."),
    "hidden_columns": _lt("Hidden columns are read as well: %(columns)s."),
    "hidden_texts": _lt(
        "Texts that the page does not show, and which are left out: %(count)s."
    ),
    "quotes_open": _lt(
        "Lines with a quotation mark that is never closed: %(lines)s. Each line is "
        "read as a row of its own."
    ),
    "formulas": _lt(
        "Cells with a formula but without its result: %(count)s. Open and save the "
        "file in your spreadsheet program to have them calculated."
    ),
    "looks_unseen": _lt(
        "Only the values of this workbook could be read, not its looks: rows and "
        "columns that are hidden, text that is struck through, errors (such cells come "
        "as empty), and how numbers are shown. Compare the preview with the file. To "
        "have all of it seen, open the file in Excel, choose File > Save As > Excel "
        "Workbook (.xlsx), and choose that file."
    ),
    "macros": _lt("The file contains macros. They are never run."),
    "above_header": _lt("Above the header: %(text)s"),
    "above_rows": _lt("Rows above the header, no entries: %(count)s."),
    "header_unknown": _lt(
        "No header in the file is one we know, so line %(line)s is taken for the "
        "header. If it is a holder already, type 0 as the header's line."
    ),
    "no_header": _lt(
        "No line of the file says what its columns are. Choose below where each goes."
    ),
    "two_lists": _lt(
        "Two lists stand side by side. That in columns %(taken)s is imported; that in "
        "columns %(others)s is not (rows: %(count)s). Put it below the first one, or "
        "import it from a sheet of its own."
    ),
    "no_rows": _lt("There is no row below the header."),
    "hidden_sheets": _lt(
        "Hidden sheets, not read: %(names)s. In brackets, how many rows they have."
    ),
    "other_sheets": _lt(
        "Other sheets, not read: %(names)s. In brackets, how many rows they have."
    ),
    "other_lists": _lt(
        'Only the sheet "%(sheet)s" is imported, and others look like lists as well: '
        "%(names)s. In brackets, how many rows they have. Choose another sheet above, "
        "or import the file once more for each."
    ),
    "hidden_rows": _lt("Rows hidden in the file (by a filter, perhaps): %(count)s."),
    "struck_rows": _lt("Rows struck through: %(count)s."),
}

# A row's problems: nothing of the row is imported until they are solved.
PROBLEMS = {
    "name_block": _lt(
        'Name and address are in one cell: "%(value)s". Type the name, and what '
        "belongs to the address in its own cells."
    ),
    "row_odd": _lt(
        "Something in this row cannot be read. Correct what looks odd, or leave the "
        "row out."
    ),
    "letters_lost": _lt(
        'Letters are lost in this cell: "%(value)s". Type it as it should be.'
    ),
    "letters_unsure": _lt(
        'A question mark stands between letters, as where one is lost: "%(value)s". '
        "Type it as it should be."
    ),
    "letters_odd": _lt(
        'Some letters here cannot be what was meant: "%(value)s". Type it as it should '
        "be."
    ),
    "markup_unclear": _lt(
        'The cell holds parts of a web page: "%(value)s". Type what should be there.'
    ),
    "quote_open": _lt(
        "The quotation mark in this cell has no partner: %(value)s. Type what should "
        "be there."
    ),
    "quote_rows": _lt(
        "Quotation marks make one cell of lines %(first)s to %(last)s, which look like "
        "rows of the list. Type what should be there, or take the wrong quotation "
        "marks out of the file and choose it again."
    ),
    "quote_cells": _lt(
        "Because of a quotation mark that is not closed, this line has %(count)s cells "
        "instead of %(width)s. Correct the file and choose it again, type the name if "
        "the row is right as it is, or leave it out."
    ),
    "too_long": _lt(
        "There are more than %(limit)s characters, beginning with "
        '"%(start)s": no such text is that long. Type it shorter.'
    ),
    "perhaps_note": _lt(
        '"%(value)s" looks like a note, a heading or a total. Take the row in if it is '
        "a holder, or leave it out. No heading is carried over to the rows below it."
    ),
    "no_name": _lt("There is no holder's name. Type it, or leave the row out."),
    "name_struck": _lt(
        'The name is struck through in the file: "%(value)s". Type the name that is '
        "valid now, or leave the row out."
    ),
    "cell_error": _lt(
        'The cell shows the error "%(value)s". Type what should be there.'
    ),
    "cell_formula": _lt(
        "The cell holds a formula without its result. Type what should be there, or "
        "open and save the file in your spreadsheet program."
    ),
    "cell_shown": _lt(
        'The spreadsheet program does not show "%(value)s", which is stored in the '
        "cell, but a text of its own. Type what the cell shows."
    ),
    "became_date": _lt(
        "The spreadsheet program has turned this into a date (%(value)s). Type what "
        "it was."
    ),
    "digits_lost": _lt(
        'The spreadsheet program has rounded this number: "%(value)s". Type all its '
        "digits."
    ),
    "cell_odd": _lt('"%(value)s" cannot be read here. Correct it, or clear the cell.'),
    "flag_unclear": _lt('"%(value)s" is neither yes nor no. Type Y or N.'),
    "flag_differs": _lt(
        'One cell of the row says yes, another "%(value)s". Type Y or N.'
    ),
    "clause_unclear": _lt(
        '"%(clause)s" stands in the name with others it speaks of: "%(value)s". Type '
        "the name as it is to be printed."
    ),
    "name_marked": _lt(
        '"%(value)s" says only for whom or in whose care. Type the holder\'s name.'
    ),
    "attention_long": _lt(
        'Attention names several: "%(value)s". There is not room for all: shorten it.'
    ),
    "country_unknown": _lt('There is no country "%(value)s". Type its name or code.'),
    "state_unknown": _lt(
        '"%(value)s" is no state or province we know. Type its two letters, or clear '
        "the cell."
    ),
    "address_unsplit": _lt(
        'Where does the street end in "%(value)s"? Type city, state and ZIP code in '
        "their cells. If the street is not right then, type it as well."
    ),
    "city_unsplit": _lt(
        'There is more than a city in "%(value)s". Type city, state and ZIP code in '
        "their cells."
    ),
    "place_unsplit": _lt(
        'Which is the city, the state, the ZIP code in "%(value)s"? Type each in its '
        "cell."
    ),
    "zip_short": _lt(
        '"%(value)s" is too short for a ZIP code, and ZIP codes in "%(state)s" do not '
        "begin with 0. Type all five digits, or clear the cell."
    ),
    "zip_no_state": _lt(
        '"%(value)s" is too short for a ZIP code, and there is no state to tell which '
        "digits are missing. Type all five digits, or the state, or the country."
    ),
    "zip_bad": _lt('"%(value)s" is no ZIP code. Type five digits, or clear the cell.'),
    "email_bad": _lt(
        '"%(value)s" is no complete e-mail address. Correct it, or clear the cell.'
    ),
    "phone_bad": _lt('"%(value)s" is no phone number. Correct it, or clear the cell.'),
    "type_unknown": _lt(
        'There is no interest type "%(value)s". Type one of those in Configuration, or '
        "enter this name there as the type's external code."
    ),
    "date_unclear": _lt('"%(value)s" is no date. Type it as in 12/31/2026.'),
    "likely": _lt("Is this the same as %(other)s? %(why)s"),
    "several": _lt(
        "There are %(count)s holders of this name. Add the address, so that the right "
        "one is found: %(others)s"
    ),
    "holder_unknown": _lt(
        "There is no such holder yet. Import the list as certificate holders first, "
        'or tick "Create holders that are not there yet".'
    ),
    "insured_missing": _lt(
        "Which insured is it for? Type the insured's name or one of its policy numbers."
    ),
    "insured_unknown": _lt(
        'There is no insured "%(value)s" with a policy here. Correct the name, or '
        "enter the insured first."
    ),
    "insured_likely": _lt(
        'There is no insured "%(value)s". Did you mean "%(other)s"? Type the name as '
        "it is there."
    ),
    "insured_several": _lt(
        'There are several insureds named "%(value)s". Add a policy number.'
    ),
    "insured_other": _lt(
        'This row is for another insured: "%(value)s". This import is for '
        '"%(insured)s". If that is the same company, type its name as it is here; '
        "else leave the row out."
    ),
    "policy_unknown": _lt(
        'The insured has no policy "%(value)s". Correct the number, or enter the '
        "policy first."
    ),
    "policy_ambiguous": _lt(
        'The number "%(value)s" belongs to several policies of this insured. Type the '
        "number with its other signs, or clear the cell."
    ),
    "no_policy_for_flags": _lt(
        "Additional insured or waiver is ticked, but the insured has no policy in "
        "force. Name the policy, or enter it first."
    ),
    "no_line_for_ai": _lt(
        "Nobody can be an additional insured on workers compensation, and no other "
        "policy is named. Name one, or clear the tick."
    ),
    "holder_is_insured": _lt(
        "The holder is the insured itself. Nobody needs a certificate of its own "
        "insurance: correct the row or leave it out."
    ),
    "project_several": _lt(
        "This holder is in the list for several projects: %(others)s. Name the project."
    ),
    "row_differs": _lt(
        "Line %(line)s is for the same holder, insured and project, but has another "
        '%(field)s: "%(other)s". Give each row its own project, make them alike, or '
        "leave one out."
    ),
}

# What was done to a row, or is worth knowing about it. The row is imported.
NOTICES = {
    "loan_split": _lt("The loan number %(value)s was part of the name."),
    "name_more": _lt("The name names more people than the company. It stays as it is."),
    "person_beside": _lt(
        '"%(value)s" is not imported: the company beside it is the holder.'
    ),
    "attention_split": _lt('"%(value)s" goes to Attention.'),
    "care_of_split": _lt('"c/o %(value)s" goes to the first address line.'),
    "attention_both": _lt('Attention names both: "%(value)s".'),
    "behind_split": _lt(
        'What stands behind the name goes to the address: "%(value)s".'
    ),
    "isaoa_split": _lt('ISAOA is ticked instead of "%(value)s" in the name.'),
    "atima_split": _lt('ATIMA is ticked instead of "%(value)s" in the name.'),
    "isaoa_atima_split": _lt(
        'ISAOA and ATIMA are ticked instead of "%(value)s" in the name.'
    ),
    "address_split": _lt("One cell held several parts of the address."),
    "struck": _lt('Struck through in the file, and left out: "%(value)s".'),
    "quote_open": _lt(
        "There is a quotation mark without its partner in a column that goes nowhere: "
        "%(value)s."
    ),
    "encoding_repaired": _lt('Letters were garbled: "%(value)s" → "%(new)s".'),
    "html_decoded": _lt('Signs of a web page: "%(value)s" → "%(new)s".'),
    "decoded": _lt(
        "It is not sure that letters with accents are read as they were meant "
        '(encoding %(encoding)s): "%(value)s". Check them.'
    ),
    "quote_mended": _lt("Quotation marks inside of quotation marks: %(value)s."),
    "city_split": _lt('There was more than the city in its cell: "%(value)s".'),
    "no_city": _lt("There is no city in the address."),
    "taken_as_empty": _lt('"%(value)s" is taken as an empty cell.'),
    "email_beside": _lt(
        'Beside the e-mail address stands "%(value)s": only the address is taken.'
    ),
    "zip_cleaned": _lt("ZIP code %(value)s → %(new)s."),
    "zip_elsewhere": _lt(
        "ZIP code %(value)s is not in %(state)s. One of the two may be wrong."
    ),
    "name_in_street": _lt('The address begins with the name, "%(value)s": only once.'),
    "lines_joined": _lt("More than two address lines: the last ones are joined."),
    "same_as_line": _lt("Same as line %(line)s."),
    "differs_from_line": _lt(
        'Line %(line)s is the same holder and has another %(field)s, "%(other)s": '
        "that one is kept."
    ),
    "twins": _lt("%(count)s contacts are the same. The oldest holder is used."),
    "spelling_kept": _lt('Written "%(other)s" in the contact: it stays so.'),
    "no_address": _lt("There is no address for the certificate."),
    "not_compared": _lt(
        "So many names and addresses here are alike that this one was only looked for "
        "as it is written."
    ),
    "ai_not_ticked": _lt(
        'The interest is "Additional insured", but the row has no Y in a column '
        '"Additional insured (Y/N)": no Y is ticked for the certificate.'
    ),
    "ai_not_on_wc": _lt(
        "Additional insured does not apply to workers compensation and is not ticked "
        "there."
    ),
}
# Of these, what was found belongs to the interest and comes with pass 2.
LATER = {
    *("loan_split", "attention_split", "attention_both"),
    *("isaoa_split", "atima_split", "isaoa_atima_split"),
}
LEFT_OUT = {
    "hidden": _lt("Hidden in the file."),
    "struck": _lt("Struck through in the file."),
    "total": _lt("A total or a footer, not a holder."),
    "note": _lt(
        "A note or a heading, not a holder. What it says is not carried over to the "
        "rows below it."
    ),
    "header": _lt("The header again."),
    "example": _lt("The example of the template."),
    "user": _lt("Left out by you."),
}
WHY_LIKELY = {
    "no_address": _lt("One of the two has no address, or only part of it."),
    "part": _lt("One of the two says less of the address."),
    "spelling": _lt("The name is written otherwise, the address is the same."),
    "zip": _lt("The ZIP code is another one."),
    "city": _lt("The city is another one."),
    "street": _lt("The street is written differently."),
    "suffix": _lt("Only the kind of company differs."),
    "name": _lt("The names are much alike, the address is the same."),
    "states": _lt(
        "Rows of another state or country are said to be the same one, too: at least "
        "one of them is different."
    ),
    "own_company": _lt(
        "It is the contact of an agency that works here, and this row would change it."
    ),
    "own_user": _lt(
        "It is the contact of somebody who works here, and this row would change it."
    ),
    "own_closed": _lt(
        "It is the contact of an agency or of somebody who works here, and you may not "
        "change it. Answer that it is different, leave the row out, or ask a manager."
    ),
}
LABELS = {
    "name": _lt("Holder's name"),
    "name2": _lt("Holder's name, second line"),
    "name_else": _lt("Holder's name, where there is no company"),
    "first_name": _lt("First name"),
    "last_name": _lt("Last name"),
    "attention": _lt("Attention"),
    "isaoa": _lt("ISAOA (ISAOA / ATIMA)"),
    "atima": _lt("ATIMA"),
    "street_before": _lt("Address, house number before the street"),
    "street_after": _lt("Address, what follows the street"),
    "unit": _lt("Address, suite or floor"),
    "street": _lt("Address"),
    "street2": _lt("Address, second line"),
    "city": _lt("City"),
    "place": _lt("City, state and ZIP in one"),
    "state": _lt("State"),
    "zip": _lt("ZIP code"),
    "zip4": _lt("ZIP + 4"),
    "country": _lt("Country"),
    "email": _lt("E-mail"),
    "phone": _lt("Phone"),
    "insured": _lt("Insured"),
    "policy": _lt("Policy number"),
    "type": _lt("Interest type"),
    "flags": _lt("AI / waiver / PNC in one"),
    "ai": _lt("Additional insured (Y/N)"),
    "waiver": _lt("Waiver of subrogation (Y/N)"),
    "pnc": _lt("Primary & non-contributory (Y/N)"),
    "project": _lt("Project"),
    "project_state": _lt("Project's state"),
    "description": _lt("Description of operations"),
    "loan_number": _lt("Loan number"),
    "valid_until": _lt("Valid until"),
}
PROBLEMS |= policy_words.PROBLEMS
NOTICES |= policy_words.NOTICES
LABELS |= policy_words.LABELS


# Parts of what changes in a row, and the model of each.
DESCRIBED = {
    "holder": "res.partner",
    "interest": "coi.additional.interest",
    "insured": "res.partner",
    "insurer": "res.partner",
    "policy": "coi.policy",
}


class CoiImportMessage(models.AbstractModel):
    """Words of the import, in the user's language.

    What is found is stored as ``[field key, code, details]``; it becomes a sentence
    only where somebody reads it.
    """

    _name = "coi.import.message"
    _description = "Words of the Import"

    @api.model
    def _refuse(self, refused):
        """The sentence for a ``sheets.Refused``."""
        code = refused.code
        if code == "wrong_kind":
            code = "wrong_" + refused.detail["what"]
        return self._word(REFUSALS[code], refused.detail)

    @api.model
    def _word(self, text, detail):
        # The text was marked for translation where it is written.
        translate = self.env._
        wording = translate(text)
        return wording % detail

    @api.model
    def _label(self, key):
        if key not in LABELS:
            return self.env["coi.import.field"]._get_label(key)
        translate = self.env._
        return translate(LABELS[key])

    @api.model
    def _field_selection(self):
        """Where a column can go, in the order of the catalogues.

        Which of these a list can have at all, its columns say (``choices``).
        """
        catalogue = self.env["coi.import.field"]._get_catalogue
        keys = {**catalogue().fields, **catalogue("policy").fields}
        return [(key, self._label(key)) for key in keys]

    @api.model
    def _say(self, texts, entry):
        """One sentence of ``[key, code, detail]`` from one of the tables above."""
        _key, code, detail = entry
        detail = dict(detail)
        if "why" in detail:
            detail["why"] = self._word(WHY_LIKELY[detail["why"]], {})
        if "field" in detail:
            detail["field"] = self._label(detail["field"]).lower()
        if "fields" in detail:
            detail["fields"] = ", ".join(map(self._label, detail["fields"]))
        return self._word(texts[code], detail)

    @api.model
    def _get_type_names(self, keys):
        """Names of interest types, or that it is a certificate holder only."""
        if not keys:
            return self.env._("Certificate holder")
        types = self.env["coi.interest.type"].search([("key", "in", keys)])
        return ", ".join(types.mapped("name"))

    @api.model
    def _describe_changes(self, changes):
        """Sentences for {part: {field: [old, new]}}: "City: Boston → Salem"."""
        sentences = []
        for part, name in DESCRIBED.items():
            sentences += self._describe(self.env[name], (changes or {}).get(part, {}))
        return sentences + self._describe_parts(changes or {})

    @api.model
    def _describe(self, model, changes):
        sentences = []
        for key, (old, new) in changes.items():
            label = model._fields[key]._description_string(self.env)
            old, new = self._show(model, key, old), self._show(model, key, new)
            sentences.append(f"{label}: {old or '–'} → {new or '–'}")
        return sentences

    @api.model
    def _show(self, model, key, value):
        field = model._fields[key]
        # Of one that is only created by the import, there is but the name.
        if field.type in ("many2one", "many2many") and value and value != str(value):
            records = self.env[field.comodel_name].browse(value).exists()
            records = records._filtered_access("read")
            return ", ".join(records.mapped("display_name"))
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "selection" and value:
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date" and value:
            return format_date(self.env, value)
        return value or ""
