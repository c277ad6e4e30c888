from . import (
    test_answers,
    test_bounce,
    test_delivery_plan,
    test_envelope,
    test_letter,
    test_link,
    test_mend,
    test_pages,
    test_paper,
    test_postman,
    test_send_screens,
    test_server_words,
)
