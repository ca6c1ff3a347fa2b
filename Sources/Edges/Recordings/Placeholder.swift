// placeholder of Edges/Recordings
