using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>The author's columns, as every list and view joins them.</summary>
internal abstract record AuthorRow
{
    public const string Columns = """
        a.author_id, a.handle, a.name AS author_name, a.followers, a.verified, a.tier, a.erased
        """;

    public required string AuthorId { get; init; }
    public string? Handle { get; init; }
    public string? AuthorName { get; init; }
    public long? Followers { get; init; }
    public bool Verified { get; init; }
    public required string Tier { get; init; }
    public bool Erased { get; init; }

    protected AuthorView ToAuthor() =>
        new(AuthorId, Handle, AuthorName, Followers, Verified, WireName<AuthorTier>.Parse(Tier), Erased);
}
