// placeholder of Edges/HTTPFront
