using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Router.Relay;

/// <summary>A text that waits to be handed to the channel which owns the account.</summary>
internal sealed record WaitingReply
{
    public Guid ReplyId { get; init; }

    /// <summary>0 where it belongs to no ticket.</summary>
    public long TicketId { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required string ExternalId { get; init; }
    public string? ConversationId { get; init; }
    public required string AuthorId { get; init; }
    public required string Visibility { get; init; }
    public required string Text { get; init; }

    public SendReply ToMessage() =>
        new()
        {
            ReplyId = ReplyId,
            TicketId = TicketId,
            Channel = Channel,
            Account = Account,
            InReplyToExternalId = ExternalId,
            ConversationId = ConversationId,
            AuthorId = AuthorId,
            Visibility = WireName<Visibility>.Parse(Visibility),
            Text = Text,
        };
}
