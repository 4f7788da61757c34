using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>The author is to be treated otherwise; another policy may hold from now on.</summary>
public sealed record AuthorTierSet(AuthorTier From, AuthorTier To) : TicketChange
{
    public override string Kind => "author_tier";
}
