"""The shader of a camera with OpenCV's distortion, in the Open Shading Language: each ray is the undistorted one of its place
in the picture, which `facings.labels.lens` says in double precision.

Text in a module, and no file of its own: what decides a frame is in the digest of the code.
"""

SOURCE = """// Cycles' camera axes: x right, y up, z forward; the raster position is 0 to 1, y up.

float grown(float radius, float k[4])
{
  float s = radius * radius;
  return radius * (1 + s * (k[0] + s * (k[1] + s * (k[2] + s * k[3]))));
}

float growth(float radius, float k[4])
{
  float s = radius * radius;
  return 1 + s * (3 * k[0] + s * (5 * k[1] + s * (7 * k[2] + s * 9 * k[3])));
}

// A place on the unit disc for two numbers from 0 to 1: squares go to rings (Shirley and Chiu 1997).
point on_disc(vector random)
{
  float a = 2 * random[0] - 1, b = 2 * random[1] - 1;
  if (a == 0 && b == 0) return point(0);
  float r = b, turn = M_PI_2 - M_PI_4 * (a / b);
  if (a * a > b * b) { r = a; turn = M_PI_4 * (b / a); }
  return point(r * cos(turn), r * sin(turn), 0);
}

// The same on a regular polygon in the unit circle: the first number takes a triangle about the middle, and a place in it.
point on_polygon(vector random, int corners, float turned)
{
  float each = M_2PI / corners, triangle = floor(random[0] * corners);
  float off = sqrt(random[0] * corners - triangle);
  float first = turned + each * (triangle + 0.5), second = first - each;
  return (1 - off) * point(cos(first), sin(first), 0) + off * random[1] * point(cos(second), sin(second), 0);
}

shader facings_lens(
  int fisheye = 0,
  float k1 = 0, float k2 = 0, float k3 = 0, float k4 = 0,
  float p1 = 0, float p2 = 0,
  float reach = 1,                     // radius, or angle, that nothing in the picture exceeds
  float fx = 1, float fy = 1,
  float cx = 0, float cy = 0,          // in pixels from the picture's top left corner
  float width = 1, float height = 1,
  float near_m = 0.01,                 // along the axis
  float focus_m = 1,                   // along the axis
  float aperture_m = 0,                // radius; 0: all is sharp
  int blades = 0, float blades_rad = 0, float squeeze = 1,
  output point position = 0,
  output vector direction = 0,
  output color throughput = 1)
{
  float k[4] = {k1, k2, k3, k4};
  point raster = camera_shader_raster_position();
  float xd = (raster[0] * width - cx) / fx;
  float yd = ((1 - raster[1]) * height - cy) / fy;

  // Radial part: Newton's method within a bracket.
  float wanted = hypot(xd, yd), low = 0, high = reach;
  float radius = min(wanted, reach);
  for (int step = 0; step < 30; ++step) {
    float miss = grown(radius, k) - wanted;
    if (miss < 0) low = radius;
    else high = radius;
    float next = radius - miss / growth(radius, k);
    if (!(next >= low && next <= high)) next = 0.5 * (low + high);
    if (abs(next - radius) <= 1e-8 * radius) break;
    radius = next;
  }
  vector ray;
  if (fisheye) {
    float across = wanted > 0 ? sin(radius) / wanted : 1;
    ray = vector(xd * across, yd * across, cos(radius));
  }
  else {
    float stretch = wanted > 0 ? radius / wanted : 1;
    float x = xd * stretch, y = yd * stretch;
    // Tangential part: Newton's method in the plane from there.
    if (p1 != 0 || p2 != 0)
      for (int step = 0; step < 8; ++step) {
        float s = x * x + y * y;
        float radial = 1 + s * (k[0] + s * (k[1] + s * k[2]));
        float slope = 2 * (k[0] + s * (2 * k[1] + s * 3 * k[2]));
        float miss_x = xd - (x * radial + 2 * p1 * x * y + p2 * (s + 2 * x * x));
        float miss_y = yd - (y * radial + p1 * (s + 2 * y * y) + 2 * p2 * x * y);
        float a = radial + x * x * slope + 2 * p1 * y + 6 * p2 * x;
        float d = radial + y * y * slope + 6 * p1 * y + 2 * p2 * x;
        float b = x * y * slope + 2 * p1 * x + 2 * p2 * y;
        float determinant = a * d - b * b;
        x += (d * miss_x - b * miss_y) / determinant;
        y += (a * miss_y - b * miss_x) / determinant;
      }
    ray = normalize(vector(x, y, 1));
  }
  ray[1] = -ray[1];
  // Cycles' own near distance is along the ray; its planes' is along the axis.
  position = point(ray * (near_m / ray[2]));
  direction = ray;
  if (aperture_m > 0) {
    vector random = camera_shader_random_sample();
    point lens = aperture_m * (blades < 3 ? on_disc(random) : on_polygon(random, blades, blades_rad));
    lens[0] /= squeeze;
    vector through = ray * (focus_m / ray[2]) - lens;
    position = lens + through * (near_m / through[2]);
    direction = normalize(through);
  }
}
"""
