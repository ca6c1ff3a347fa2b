// placeholder of Stages/Inference
