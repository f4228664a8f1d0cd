"""What every page stands on (页面公用部分): context, words, forms, refusals, the frame."""
