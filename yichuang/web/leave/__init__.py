"""Leave and outings: the form with its preview, one leave with its steps, who is away."""
