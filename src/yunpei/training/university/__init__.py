"""A company's online university (企业网上大学): courses it chose, its staff by department, studied whenever they like."""
