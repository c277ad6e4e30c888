"""What builds, starts and tests everything; the files beside this folder call it."""
