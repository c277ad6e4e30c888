"""What an import has to say of a row, by code: see ``coi_import_message``."""

from odoo.tools.translate import LazyTranslate

from . import policy_words

_lt = LazyTranslate(__name__)

# A row's problems: nothing of the row is imported until they are solved.
PROBLEMS = {
    "name_block": _lt(
        'Name and address are in one cell: "%(value)s". Type the name, and put the '
        "address into its own cells."
    ),
    "row_odd": _lt(
        "Something in this row cannot be read. Correct what looks odd, or leave the "
        "row out."
    ),
    "letters_lost": _lt(
        'Letters are lost in this cell: "%(value)s". Type it as it should be.'
    ),
    "letters_unsure": _lt(
        'There is a question mark between letters, as if one were lost: "%(value)s". '
        "Type it as it should be."
    ),
    "backslash": _lt(
        "There is a backslash in this cell, as programs write before a character: "
        '"%(value)s". Type it as it should be.'
    ),
    "letters_odd": _lt(
        'Some letters here cannot be what was meant: "%(value)s". Type it as it should '
        "be."
    ),
    "markup_unclear": _lt(
        'The cell holds parts of a web page: "%(value)s". Type what should be there.'
    ),
    "quote_open": _lt(
        "The quotation mark in this cell is never closed: %(value)s. Type what should "
        "be there."
    ),
    "quote_rows": _lt(
        "Quotation marks make one cell of lines %(first)s to %(last)s, which look like "
        "rows of the list. Type what should be there, or take the wrong quotation "
        "marks out of the file and choose it again."
    ),
    "quote_cells": _lt(
        "Because of a quotation mark that is not closed, this line has the wrong "
        "number of cells: %(count)s instead of %(width)s. Correct the file and choose "
        "it again, type the name if the row is otherwise right, or leave it out."
    ),
    "cells_more": _lt(
        "The number of cells in this line, %(count)s, does not match the number of "
        "columns, %(width)s: %(value)s. Where a cell contains the character that "
        "separates cells, put the cell in quotation marks in the file and choose it "
        "again. Or type here what is in the wrong place, and the name; or leave the "
        "row out."
    ),
    "header_other": _lt(
        "Line %(line)s is another header, with different columns than the first. This "
        "row is below it but is read by the first: type what is in the wrong place, "
        "and the name; or leave it out, and import the second list from a separate "
        "file."
    ),
    "list_turned": _lt(
        "The headers of this list are in a column instead of a row. In Excel, select "
        "the list, copy it, choose on a new sheet Home > Paste > Transpose, save, and "
        "choose the file again."
    ),
    "too_long": _lt(
        'There are more than %(limit)s characters, beginning with "%(start)s": no '
        "such text is that long. Shorten it."
    ),
    "perhaps_note": _lt(
        '"%(value)s" looks like a note, a heading or a total. Include the row if it '
        "is a holder, or leave it out. No heading is carried over to the rows below "
        "it."
    ),
    "no_name": _lt("There is no holder name. Type it, or leave the row out."),
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
        "cell, but other text. Type what the cell shows."
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
    "channel_unclear": _lt(
        '"%(value)s" does not say one way in which certificates are sent. Type one of '
        "these: E-mail, Post, Portal only, The insured only, Nobody."
    ),
    "renewal_unclear": _lt(
        '"%(value)s" does not say whether this holder receives renewals. Type one of '
        "these: Yes, No, Ask the insured."
    ),
    "days_unclear": _lt(
        '"%(value)s" is not a number of days from 0 to %(most)s. Correct it, or clear '
        "the cell."
    ),
    "addresses_unclear": _lt(
        '"%(value)s" is not a list of complete e-mail addresses. Correct it, or clear '
        "the cell."
    ),
    "flag_unclear": _lt('"%(value)s" is neither yes nor no. Type Y or N.'),
    "flag_differs": _lt(
        'The row says both yes and no: another cell contradicts "%(value)s". Type Y '
        "or N."
    ),
    "clause_unclear": _lt(
        '"%(clause)s" is in the name with others it refers to: "%(value)s". Type the '
        "name as it should be printed."
    ),
    "name_marked": _lt(
        '"%(value)s" only says for whom or in care of whom. Type the holder\'s name.'
    ),
    "attention_long": _lt(
        'Attention has several names: "%(value)s". There is not room for all: shorten '
        "it."
    ),
    "country_unknown": _lt('There is no country "%(value)s". Type its name or code.'),
    "state_unknown": _lt(
        '"%(value)s" is not a state or province we know. Type its two letters, or '
        "clear the cell."
    ),
    "address_unsplit": _lt(
        'Where does the street end in "%(value)s"? Type city, state and ZIP code in '
        "their cells. If the street is not right then, type it as well."
    ),
    "city_unsplit": _lt(
        'There is more than a city in "%(value)s". Type city, state and ZIP code in '
        "their cells."
    ),
    "city_state": _lt(
        '"%(value)s" is a state, not a city. Make sure the other cells of the row are '
        "in the right columns, and type the city."
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
        '"%(value)s" is not a complete US ZIP code. If the address is in another '
        "country, type the country; otherwise, type all five digits or the state."
    ),
    "zip_bad": _lt(
        '"%(value)s" is not a ZIP code. Type five digits, or clear the cell.'
    ),
    "type_unknown": _lt(
        'There is no interest type "%(value)s". Type one of those in Configuration, or '
        "enter this name there as the type's external code."
    ),
    "date_unclear": _lt('"%(value)s" is not a date. Type it as in 12/31/2026.'),
    "likely": _lt("Is this the same as %(other)s? %(why)s"),
    "several": _lt(
        "There are %(count)s holders with this name. Add the address, so that the "
        "right one is found: %(others)s"
    ),
    "holder_unknown": _lt(
        "There is no such holder yet. Import the list as certificate holders first, "
        'or check "Create new holders".'
    ),
    "insured_missing": _lt(
        "Which insured is it for? Type the insured's name or one of its policy numbers."
    ),
    "insured_unknown": _lt(
        'There is no insured "%(value)s" with a policy here. Correct the name, or '
        "enter the insured first."
    ),
    "insured_likely": _lt(
        'There is no insured "%(value)s". Did you mean "%(other)s"? Use this one, or '
        "type the name."
    ),
    "insured_several": _lt(
        'There are several insureds named "%(value)s". Add a policy number.'
    ),
    "insured_other": _lt(
        'This row is for another insured: "%(value)s". This import is for '
        '"%(insured)s". If that is the same company, use this one; otherwise leave '
        "the row out."
    ),
    "policy_unknown": _lt(
        'The insured has no policy "%(value)s". Correct the number, or enter the '
        "policy first."
    ),
    "policy_ambiguous": _lt(
        'The number "%(value)s" belongs to several policies of this insured. Type the '
        "number with its punctuation, or clear the cell."
    ),
    "no_policy_for_flags": _lt(
        "Additional insured or waiver is requested, but the insured has no policy in "
        "force. Name the policy, or enter it first."
    ),
    "no_line_for_ai": _lt(
        "Nobody can be an additional insured on workers compensation, and no other "
        "policy is named. Name one, or clear the Y."
    ),
    "holder_is_insured": _lt(
        "The holder is the insured itself. Nobody needs a certificate of their own "
        "insurance: correct the row or leave it out."
    ),
    "project_several": _lt(
        "This holder is in the list for several projects: %(others)s. Name the project."
    ),
    "row_differs": _lt(
        "Line %(line)s is for the same holder, insured and project, but has a "
        'different %(field)s: "%(other)s". Give each row its own project, make them '
        "the same, or leave one out."
    ),
}

# What was done to a row, or is worth knowing about it. The row is imported.
NOTICES = {
    "loan_split": _lt("The loan number %(value)s was part of the name."),
    "name_more": _lt(
        "The name includes people besides the company. It stays as it is."
    ),
    "person_beside": _lt(
        '"%(value)s" is not imported: the company beside it is the holder.'
    ),
    "attention_split": _lt('"%(value)s" goes to Attention.'),
    "care_of_split": _lt('"c/o %(value)s" goes to the first address line.'),
    "attention_both": _lt('Attention has two names: "%(value)s".'),
    "behind_split": _lt('What follows the name goes to the address: "%(value)s".'),
    "isaoa_split": _lt('ISAOA is checked instead of "%(value)s" in the name.'),
    "atima_split": _lt('ATIMA is checked instead of "%(value)s" in the name.'),
    "isaoa_atima_split": _lt(
        'ISAOA and ATIMA are checked instead of "%(value)s" in the name.'
    ),
    "address_split": _lt("One cell held several parts of the address."),
    "beside_list": _lt(
        "There is something beside the columns of the list that is not imported: "
        "%(value)s."
    ),
    "struck": _lt('Struck through in the file, and left out: "%(value)s".'),
    "quote_open": _lt(
        "There is a quotation mark that is never closed in a column that is not "
        "imported: %(value)s."
    ),
    "encoding_repaired": _lt('Letters were garbled: "%(value)s" → "%(new)s".'),
    "html_decoded": _lt('Web page characters: "%(value)s" → "%(new)s".'),
    "escapes_decoded": _lt('Program characters: "%(value)s" → "%(new)s".'),
    "marks_left_off": _lt("Marks around the text are removed: %(value)s."),
    "decoded": _lt(
        "Letters with accents may not have been read correctly (encoding "
        '%(encoding)s): "%(value)s". Check them.'
    ),
    "quote_mended": _lt("Quotation marks inside quotation marks: %(value)s."),
    "city_split": _lt('There was more than the city in its cell: "%(value)s".'),
    "state_in_city": _lt(
        '"%(value)s" is printed with the city: it is not a state we know of this '
        "country."
    ),
    "no_city": _lt("There is no city in the address."),
    "taken_as_empty": _lt('"%(value)s" is taken as an empty cell.'),
    "email_bad": _lt(
        '"%(value)s" is not a complete e-mail address and is not imported. No '
        "certificate shows it."
    ),
    "phone_bad": _lt(
        '"%(value)s" is not a phone number and is not imported. No certificate shows '
        "it."
    ),
    "channel_beside": _lt(
        "Certificates cannot be sent this way from here: %(value)s. It is left off."
    ),
    "email_beside": _lt(
        'There is something else beside the e-mail address, "%(value)s": only the '
        "address is used."
    ),
    "zip_cleaned": _lt("ZIP code %(value)s → %(new)s."),
    "zip_elsewhere": _lt(
        "ZIP code %(value)s is not in %(state)s. One of the two may be wrong."
    ),
    "name_in_street": _lt(
        'The address begins with the name, "%(value)s": it is used only once.'
    ),
    "lines_joined": _lt("More than two address lines: the last ones are joined."),
    "same_as_line": _lt("Same as line %(line)s."),
    "differs_from_line": _lt(
        'Line %(line)s is the same holder and has a different %(field)s, "%(other)s": '
        "that one is kept."
    ),
    "twins": _lt("%(count)s contacts are the same. The oldest holder is used."),
    "spelling_kept": _lt('Written "%(other)s" in the contact: it stays that way.'),
    "address_incomplete": _lt(
        "The address is incomplete, so certificates will be blocked. Missing: "
        "%(fields)s."
    ),
    "not_compared": _lt(
        "So many names and addresses here are alike that this one was only looked up "
        "exactly as it is written."
    ),
    "flags_ticked": _lt(
        'Marked because of "%(value)s" in the interest type: %(fields)s.'
    ),
    "ai_not_ticked": _lt(
        'The interest is "Additional insured", but the row has no Y in a column '
        '"Additional insured (Y/N)": no Y is marked for the certificate.'
    ),
    "ai_said_no": _lt(
        'The interest is "Additional insured", but the row says N: no Y is marked for '
        "the certificate."
    ),
    "ai_chosen": _lt(
        'The interest is "Additional insured": marked on the coverages you chose for '
        "all such rows."
    ),
    "ai_not_on_wc": _lt(
        "Additional insured does not apply to workers compensation and is not marked "
        "there."
    ),
    "pnc_not_there": _lt(
        "Primary and non-contributory does not apply to workers compensation and "
        "property and is not marked there."
    ),
}
# Of these, what was found belongs to the interest and comes with pass 2.
LATER = {
    *("loan_split", "attention_split", "attention_both"),
    *("isaoa_split", "atima_split", "isaoa_atima_split", "flags_ticked"),
}
LEFT_OUT = {
    "hidden": _lt("Hidden in the file."),
    "struck": _lt("Struck through in the file."),
    "total": _lt("A total or a footer, not a holder."),
    "note": _lt(
        "A note or a heading, not a holder. What it says is not carried over to the "
        "rows below it."
    ),
    "blank": _lt("Nothing but placeholders for empty cells."),
    "header": _lt("The header again."),
    "example": _lt("The example of the template."),
    "user": _lt("Left out by you."),
}
WHY_LIKELY = {
    "no_address": _lt("One of the two has no address, or only part of it."),
    "part": _lt("One of the two has less of the address."),
    "spelling": _lt("The name is written differently, the address is the same."),
    "zip": _lt("The ZIP code is different."),
    "city": _lt("The city is different."),
    "street": _lt("The street is written differently."),
    "suffix": _lt("Only the type of company differs."),
    "name": _lt("The names are very similar, the address is the same."),
    "states": _lt(
        "Rows of another state or country are also marked as the same one: at least "
        "one of them is different."
    ),
    "own_company": _lt(
        "It is the contact of an agency that works here, and this row would change it."
    ),
    "own_user": _lt(
        "It is the contact of someone who works here, and this row would change it."
    ),
    "own_closed": _lt(
        "It is the contact of an agency or of someone who works here, and you may not "
        "change it. Answer that it is different, leave the row out, or ask a manager."
    ),
}
PROBLEMS |= policy_words.PROBLEMS
NOTICES |= policy_words.NOTICES
