// placeholder of Stages/Agent
