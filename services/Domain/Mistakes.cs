namespace TriageMesh.Domain;

/// <summary>Collects what is wrong with a definition, so that a person hears all of it at once.</summary>
internal sealed class Mistakes
{
    private readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);

    public bool Any => _byField.Count > 0;

    public void Add(string field, string message)
    {
        if (!_byField.TryGetValue(field, out var messages))
        {
            _byField.Add(field, messages = []);
        }

        messages.Add(message);
    }

    public IReadOnlyDictionary<string, string[]> ByField() =>
        _byField.ToDictionary(field => field.Key, field => field.Value.ToArray(), StringComparer.Ordinal);
}
