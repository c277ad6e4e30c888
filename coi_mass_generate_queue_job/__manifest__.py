{
    "name": "Certificates of Insurance: Mass Generation by Job Queue",
    "summary": "Make large batches of certificates on the job queue, on as many "
    "servers as share the database",
    "version": "19.0.1.0.0",
    "category": "Sales/Insurance",
    "author": "coi_mass_generate contributors",
    "license": "LGPL-3",
    "depends": ["coi_mass_generate", "queue_job"],
    "data": ["data/queue_job_data.xml"],
    "auto_install": True,
}
