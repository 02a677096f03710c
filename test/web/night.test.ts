import { theNight } from "./night.ts";

theNight(true);
