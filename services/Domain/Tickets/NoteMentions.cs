namespace TriageMesh.Domain.Tickets;

/// <summary>Finds the colleagues whom a note calls by <c>@name</c>.</summary>
public static class NoteMentions
{
    /// <summary>Who is called. Where one name begins another, the longer one is meant; people of one name are all meant.</summary>
    public static IReadOnlyList<Guid> Find(string text, IReadOnlyCollection<(Guid Id, string Name)> people)
    {
        var called = new List<Guid>();
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var rest = text.AsSpan(at + 1);
            var longest = 0;
            foreach (var (_, candidate) in people)
            {
                longest = candidate.Length > longest && Begins(rest, candidate) ? candidate.Length : longest;
            }

            var name = rest[..longest].ToString();
            called.AddRange(
                people
                    .Where(person => longest > 0 && person.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    .Select(person => person.Id)
            );
        }

        return [.. called.Distinct()];
    }

    // "@Ann" is not called by "@Annual"; in Chinese, words follow a name without a space.
    private static bool Begins(ReadOnlySpan<char> rest, string name) =>
        rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (
            rest.Length == name.Length
            || !char.IsAsciiLetterOrDigit(rest[name.Length])
            || !char.IsAsciiLetterOrDigit(name[^1])
        );
}
