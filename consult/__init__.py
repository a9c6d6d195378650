"""Consult: public consultations, hearings and private workspaces with a moderated record of input."""
