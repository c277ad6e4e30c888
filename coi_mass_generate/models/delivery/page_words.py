"""What is said of endorsement pages that cannot be used, in the user's words."""


def explain_refusal(env, error):
    """Why a file cannot be used, and what to do.

    :param error: ``pdf.errors.FormError``
    """
    words = {
        "protected": env._(
            "This PDF is protected. Print it to a new PDF, and upload that one."
        ),
        "too_big": env._(
            "This PDF is larger than %(limit)s MB, which few mail servers take. Upload "
            "a smaller copy.",
            limit=error.detail.get("limit", ""),
        ),
        "too_slow": env._(
            "Reading this PDF takes too long. Print it to a new PDF, and upload that "
            "one."
        ),
        "too_much_memory": env._(
            "Reading this PDF takes too much memory. Print it to a new PDF, and upload "
            "that one."
        ),
        "unreadable": env._(
            "This file cannot be read as a PDF. Upload the endorsement's pages as a "
            "PDF."
        ),
    }
    return words.get(error.code) or words["unreadable"]
