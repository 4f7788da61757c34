using MassTransit;

namespace TriageMesh.Platform.Bus;

/// <summary>Publishes what must not be lost on the way, and waits no longer than the broker may take.</summary>
/// <remarks>
/// A consumer publishes this way too, not through its context: that waits for the broker's confirm without an end, and a
/// broker that dies between message and confirm would keep the consumer, its endpoint and all that waits behind it.
/// </remarks>
public static class ReliablePublish
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Publishes and waits for the broker's confirm, ten seconds at most; a message that no queue takes is nobody's.</summary>
    /// <exception cref="TimeoutException">The broker did not confirm in time: whether it has the message is not known.</exception>
    public static async Task PublishInTimeAsync(this IBus bus, object message, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            // Waited for from outside too: a publish can outlive its token.
            await bus.Publish(message, message.GetType(), patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The broker did not confirm in time.", late);
        }
    }

    /// <summary>Publishes and waits for the broker's confirm; a message that no queue takes comes back as an error.</summary>
    /// <remarks>Before its receiver's first start no queue is bound, and the broker would drop the message without a word.</remarks>
    /// <exception cref="OperationCanceledException">The token fired: whether the broker has it is not known.</exception>
    public static Task PublishToQueueAsync<T>(this IBus bus, T message, CancellationToken cancellationToken)
        where T : class => bus.Publish(message, Mandatory, cancellationToken).WaitAsync(cancellationToken);

    private static void Mandatory<T>(PublishContext<T> context)
        where T : class
    {
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
        {
            rabbit.Mandatory = true;
        }
    }
}
