// placeholder of Edges/KafkaLog
