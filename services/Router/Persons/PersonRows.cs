namespace TriageMesh.Router.Persons;

/// <summary>What is kept of a person, table by table: how it is counted and exported.</summary>
internal static class PersonRows
{
    /// <summary>
    /// The person's authors, one for each account that they wrote to, their posts, and the tickets that may hold a word of or to
    /// them: their own, those that hold a post of theirs, and those into which either was merged. Every other statement begins with it.
    /// </summary>
    private const string Who = """
        WITH RECURSIVE who AS (
          SELECT channel, account, author_id FROM router.authors WHERE channel = @channel AND author_id = @authorId
        ), posts AS (
          SELECT m.* FROM who JOIN router.mentions m USING (channel, account, author_id)
        ), numbers AS (
          SELECT t.ticket_id FROM who JOIN router.tickets t USING (channel, account, author_id)
           UNION
          SELECT ticket_id FROM posts WHERE ticket_id IS NOT NULL
           UNION
          SELECT t.merged_into FROM numbers JOIN router.tickets t USING (ticket_id) WHERE t.merged_into IS NOT NULL
        ), work AS (
          SELECT t.* FROM numbers JOIN router.tickets t USING (ticket_id)
        ), board AS (
          SELECT p.praise_id FROM posts JOIN router.praise p USING (mention_id)
        )
        """;

    /// <summary>The numbers of these tickets.</summary>
    public const string Tickets = $"{Who} SELECT ticket_id FROM numbers";

    /// <summary>Each kind of row with the statement that reads it.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        PersonTables
            .All.Where(table => table.Read is not null)
            .ToDictionary(table => table.Name, table => table.Read!, StringComparer.Ordinal);

    /// <summary>How many rows of a kind there are.</summary>
    public static string Count(string kind) => $"{Who} SELECT count(*)::int FROM ({All[kind]}) AS r";

    /// <summary>The rows of a kind, each as JSON.</summary>
    public static string Export(string kind) => $"{Who} SELECT to_jsonb(r)::text FROM ({All[kind]}) AS r";
}
