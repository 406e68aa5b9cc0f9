"""What words mean, as commented tables that a political scientist can edit."""
