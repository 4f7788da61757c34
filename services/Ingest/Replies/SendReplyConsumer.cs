using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Ingest.Accounts;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Ingest.Replies;

/// <summary>Sends a person's reply through the account's way out, at most once, and tells the outcome.</summary>
internal sealed partial class SendReplyConsumer(
    ReplyLedger ledger,
    ReplyClient client,
    AccountDirectory directory,
    IOptions<ReplyOptions> options,
    IBus bus,
    TimeProvider time,
    ILogger<SendReplyConsumer> logger
) : IConsumer<SendReply>
{
    private static readonly Duration Slack = Duration.FromSeconds(5);

    public async Task Consume(ConsumeContext<SendReply> context)
    {
        var reply = context.Message;
        if (await ledger.ClaimAsync(reply, context.CancellationToken))
        {
            var outcome = directory.WayOutOf(reply.Channel, reply.Account) is { } wayOut
                ? await client.SendAsync(reply, wayOut)
                : ReplyOutcome.LeftToAPerson;
            await ledger.FinishAsync(reply.ReplyId, outcome, CancellationToken.None);
        }

        await TellAsync(context, await FinishedAsync(reply.ReplyId, context.CancellationToken));
    }

    /// <summary>The outcome on record. An attempt of which nothing was heard since is unknown; a fresh one is waited for.</summary>
    /// <exception cref="ReplyUnderWayException">Somebody is sending it now; the message is retried.</exception>
    private async Task<ReplyRow> FinishedAsync(Guid replyId, CancellationToken cancellationToken)
    {
        var row = await ledger.FindAsync(replyId, cancellationToken);
        if (row.FinishedAt is not null)
        {
            return row;
        }

        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        if (now < row.AttemptedAt + Duration.FromTimeSpan(options.Value.Timeout) + Slack)
        {
            throw new ReplyUnderWayException();
        }

        var unknown = ReplyOutcome.Unknown("The process that was sending it stopped before it had an answer.");
        await ledger.FinishAsync(replyId, unknown, cancellationToken);
        return await ledger.FindAsync(replyId, cancellationToken);
    }

    private async Task TellAsync(ConsumeContext<SendReply> context, ReplyRow row)
    {
        var replyId = context.Message.ReplyId;
        var status = WireName<ReplyStatus>.Parse(row.Status);
        var at = (row.FinishedAt ?? row.AttemptedAt).ToDateTimeOffset();
        if (status == ReplyStatus.Sent)
        {
            await bus.PublishInTimeAsync(
                new ReplySent(replyId, row.ExternalId, row.ByHand, at),
                context.CancellationToken
            );
        }
        else
        {
            await bus.PublishInTimeAsync(
                new ReplyFailed(replyId, status == ReplyStatus.Unknown, row.Reason ?? "", at),
                context.CancellationToken
            );
        }

        LogOutcome(replyId, row.Status);
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Information, Message = "Reply {ReplyId}: {Outcome}")]
    private partial void LogOutcome(Guid replyId, string outcome);
}

internal sealed class SendReplyConsumerDefinition : ConsumerDefinition<SendReplyConsumer>
{
    public SendReplyConsumerDefinition()
    {
        EndpointName = "ingest-send-reply";
        ConcurrentMessageLimit = 8;
    }
}

/// <summary>Another delivery of the same reply is sending it now; its outcome is a moment away.</summary>
internal sealed class ReplyUnderWayException() : Exception("Another delivery of this reply is being sent.");
