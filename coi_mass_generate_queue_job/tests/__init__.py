from . import test_doors, test_postman_jobs, test_queue_job
