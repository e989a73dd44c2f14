"""What is sent to the product by mistake, by bad luck and on purpose."""
