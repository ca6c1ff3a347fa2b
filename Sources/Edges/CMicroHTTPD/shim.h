#pragma once
#include <microhttpd.h>

/* MHD_get_connection_info is variadic, which the importer cannot see. The socket stays the library's: never close it. */
static inline int CMicroHTTPD_connection_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}
