from detente.resolve.actors import find_actors


def test_an_envoy_of_a_world_body_speaks_for_no_state(reader):
    doc = reader.read(["The IMF lent Ghana money. UN envoy Lakhdar Brahimi met the president of Ghana."])[0]
    codes = {a.name: a.code for a in find_actors(doc)}
    assert codes["Lakhdar Brahimi"] == "UN"
    assert codes["Ghana"] == "GHA"
