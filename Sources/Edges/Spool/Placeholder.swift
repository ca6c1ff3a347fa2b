// placeholder of Edges/Spool
