"""What changes documents: making and arranging them, their texts, versions, amendments, and who reads them."""
