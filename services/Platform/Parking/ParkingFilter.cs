using System.Text;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace TriageMesh.Platform.Parking;

/// <summary>
/// The end of the road for a message whose retries are used up, or that nobody here takes: it is stored with its reason and leaves the
/// queue.
/// </summary>
/// <remarks>If the store is away too, this throws, and the broker keeps the message.</remarks>
internal sealed partial class ParkingFilter(ParkedMessages parked, ILogger<ParkingFilter> logger)
    : IFilter<ExceptionReceiveContext>,
        IFilter<ReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var wrong = context.Exception;
        await ParkAsync(context, wrong.GetType().Name, $"{wrong.GetType().Name}: {wrong.Message}");
        // Else one that could not be read counts as not consumed, and comes by once more as a dead letter.
        await context.NotifyFaulted(wrong);
    }

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        ParkAsync(context, "NotConsumed", "No consumer of this queue takes such a message.");

    private async Task ParkAsync(ReceiveContext context, string kind, string reason)
    {
        // The body from RabbitMQ gives its type name as its string, so we read the bytes.
        var (type, message) = BusEnvelope.Open(Encoding.UTF8.GetString(context.Body.GetBytes()));
        var queue = context.InputAddress.Segments[^1];
        var id = await parked.ParkAsync(ServiceOf(queue), type, message, reason, context.CancellationToken);
        LogParked(id, queue, kind);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("parking");

    /// <summary>Queues are named <c>service-use-case</c>.</summary>
    private static string ServiceOf(string queue) => queue.Split('-', 2)[0];

    [LoggerMessage(EventId = 20, Level = LogLevel.Error, Message = "Parked {ParkedId} from {Queue}: {Reason}")]
    private partial void LogParked(long parkedId, string queue, string reason);
}
