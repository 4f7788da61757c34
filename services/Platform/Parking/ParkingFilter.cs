using System.Text;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace TriageMesh.Platform.Parking;

/// <summary>The end of the road for a message whose retries are used up: it is stored with its reason and leaves the queue.</summary>
/// <remarks>If the store is away too, this throws, and the broker keeps the message.</remarks>
internal sealed partial class ParkingFilter(ParkedMessages parked, ILogger<ParkingFilter> logger)
    : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        // The body from RabbitMQ gives its type name as its string, so we read the bytes.
        var body = Encoding.UTF8.GetString(context.Body.GetBytes());
        var (type, message) = BusEnvelope.Open(body);
        var queue = context.InputAddress.Segments[^1];
        var id = await parked.ParkAsync(
            ServiceOf(queue),
            type,
            message,
            $"{context.Exception.GetType().Name}: {context.Exception.Message}",
            context.CancellationToken
        );
        LogParked(id, queue, context.Exception.GetType().Name);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("parking");

    /// <summary>Queues are named <c>service-use-case</c>.</summary>
    private static string ServiceOf(string queue) => queue.Split('-', 2)[0];

    [LoggerMessage(EventId = 20, Level = LogLevel.Error, Message = "Parked {ParkedId} from {Queue}: {Reason}")]
    private partial void LogParked(long parkedId, string queue, string reason);
}
