"""Study on other people's platforms: records brought in for a class, each with its grade of evidence, never counted twice."""
