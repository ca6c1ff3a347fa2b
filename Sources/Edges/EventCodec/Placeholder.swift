// placeholder of Edges/EventCodec
