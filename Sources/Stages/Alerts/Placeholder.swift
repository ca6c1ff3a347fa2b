// placeholder of Stages/Alerts
