"""Are these pictures of use? Small models are trained on them alone and tried on real photographs (`__main__`)."""
