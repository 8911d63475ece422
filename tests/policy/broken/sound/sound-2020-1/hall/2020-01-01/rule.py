def rule(line, before, params, o):
    return params.per_person_fen, None, {"completed": line.completed}
