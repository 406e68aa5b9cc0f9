"""What the statements stage is made of: quoted stretches, complements of cues, speakers. No layer of its own."""
