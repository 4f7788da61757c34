using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TriageMesh.TestKit;

/// <summary>The other side of a signed POST (a reply, a webhook): a small server that answers as it is told.</summary>
public sealed class PostReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PostReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<(IHeaderDictionary Headers, string Body)> Got { get; } = [];

    public Func<HttpContext, Task> Answer { get; set; } = http => http.Response.WriteAsync("{}");

    public string Url { get; private set; } = "";

    public static async Task<PostReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new PostReceiver(builder.Build());
        receiver._app.MapPost(
            "/receive",
            async (HttpContext http) =>
            {
                using var reader = new StreamReader(http.Request.Body);
                // The server uses the request's own headers again for the next one.
                var headers = new HeaderDictionary(http.Request.Headers.ToDictionary());
                receiver.Got.Enqueue((headers, await reader.ReadToEndAsync(http.RequestAborted)));
                await receiver.Answer(http);
            }
        );
        await receiver._app.StartAsync(cancellationToken);
        var addresses = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        receiver.Url = $"{addresses.Addresses.First()}/receive";
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
