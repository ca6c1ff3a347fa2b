// placeholder of Stages/Admission
