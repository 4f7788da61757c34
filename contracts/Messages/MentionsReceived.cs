namespace TriageMesh.Contracts.Messages;

/// <summary>Ingest has stored these mentions, 1 to 256 of them. The account's own posts are not among them.</summary>
public sealed record MentionsReceived(IReadOnlyList<Mention> Mentions);
