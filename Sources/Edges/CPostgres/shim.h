#include <libpq-fe.h>
#include <sys/file.h>
