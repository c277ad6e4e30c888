from . import test_doors, test_queue_job
