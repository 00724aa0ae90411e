"""What keys do, by noun: one small class each. They speak to the stage; none knows another screen's inside."""
