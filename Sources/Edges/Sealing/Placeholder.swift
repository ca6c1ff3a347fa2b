// placeholder of Edges/Sealing
