// placeholder of Edges/Credentials
