// placeholder of Stages/Runtime
